"""The room of letters: what is to be sent, kept with the change it tells of until it is sent."""

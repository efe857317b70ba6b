"""What a host is asked about an offer, and how what they said is shown to them."""

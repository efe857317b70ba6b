"""One file for each sort of page: it asks the rooms, makes the view and gives the answer."""

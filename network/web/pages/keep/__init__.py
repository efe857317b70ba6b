"""What stewards look after: what waits, reports, words, people, the record, and letters."""

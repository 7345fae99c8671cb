"""Forms that somebody else wrote: known and read by the words on them."""

"""Forms made elsewhere: known and read by the words on them."""

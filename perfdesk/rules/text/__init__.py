"""What sentences say: their figures, to what each belongs, and how the writing reads."""

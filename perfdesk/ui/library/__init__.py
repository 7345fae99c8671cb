"""指标库: look through known indicators and put them into the table."""

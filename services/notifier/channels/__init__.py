"""The ways an alert leaves the house. Each channel says what became of an attempt; none decides what happens next."""

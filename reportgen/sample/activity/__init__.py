"""What a department keeps beside its orders: one file a topic, each turning a company into a few tables."""

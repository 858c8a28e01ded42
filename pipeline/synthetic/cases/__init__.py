"""What a council's case system holds: each part makes extracts of its own, and may build on those before it."""

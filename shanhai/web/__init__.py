"""Pages and API: a door. It asks and shows; it computes no number and writes no entry itself."""

"""The demo's training: a catalogue, two years of events and who went, what is to come, and who pays."""

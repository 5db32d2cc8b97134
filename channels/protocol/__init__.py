"""The Centrifuge client protocol: its words, its codes and its framing. No input or output happens here."""

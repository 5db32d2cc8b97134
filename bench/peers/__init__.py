"""The servers that are measured side by side, one module each, each installed in a folder of its own."""

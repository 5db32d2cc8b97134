"""What every bench stands on: cores, processes and their use of CPU and memory, options, tables."""

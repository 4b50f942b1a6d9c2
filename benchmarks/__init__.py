"""What the bot costs, side by side with what is usual, in one run on one machine: `make bench`.

Each benchmark is a module with `run(short)`, which gives a table of figures and the bounds they have to keep.
"""

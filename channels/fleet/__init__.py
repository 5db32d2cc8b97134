"""The nodes together: who is there, orders that concern connections of any node, and questions to all of them."""

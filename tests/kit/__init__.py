"""What the tests share: real servers, a furnished house, people, and the client's reducer."""

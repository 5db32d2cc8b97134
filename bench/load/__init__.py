"""The load: cheap clients in the bench's own process, on sockets and epoll, so that the server is what is measured."""

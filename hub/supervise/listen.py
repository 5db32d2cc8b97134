"""The listening socket, held by the supervisor: while `serve` restarts, callers wait instead of being refused."""

import errno
import socket

from hub.supervise.supervisor import StartFailedError

BACKLOG = 4096


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen; port 0 takes a free one. Raises StartFailedError naming what is in the way."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise StartFailedError(f"地址无效：CAREWIRE_HOST={host}。/ CAREWIRE_HOST={host} is not an address.") from error
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
        line.listen(BACKLOG)
    except OSError as error:
        line.close()
        raise StartFailedError(_sentence(error, host, port)) from error
    return line


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用，请用 --port 指定其他端口。/ Port {port} is in use; choose another with --port."
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。/ Port {port} needs more rights; choose one from 1024 with --port."
    return f"无法监听 {host}:{port}。/ Cannot listen on {host}:{port}: {error.strerror}."

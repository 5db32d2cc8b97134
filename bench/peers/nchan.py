"""nchan: nginx with a publish-subscribe module in C, as Debian packages it; one worker."""

from __future__ import annotations

import os
from pathlib import Path

from bench.peers.install import debian_packages, debian_versions
from bench.peers.peer import Joining, Post, Wishes
from bench.rig.child import Launch

SETTINGS = """
load_module {root}/usr/lib/nginx/modules/ngx_nchan_module.so;
{user}
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {home}/nginx.pid;
error_log stderr warn;
events {{ worker_connections {files}; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 3600s;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location ~ ^/sub/(.+)$ {{
            nchan_subscriber websocket;
            nchan_channel_id $1;
            nchan_subscriber_first_message newest;
        }}
        location ~ ^/pub/(.+)$ {{
            nchan_publisher http;
            nchan_channel_id $1;
            nchan_message_buffer_length {history};
            nchan_message_timeout 600s;
        }}
    }}
}}
"""
# The binary insists on a folder below /var/lib: it gets one in a mount namespace, and the system stays as it is.
START = 'mount -t tmpfs none /var/lib && mkdir /var/lib/nginx && exec "$0" -p "$1" -c "$1/nginx.conf"'
HISTORY = 300


class Nchan:
    """See the module's text."""

    name = "nchan"

    def prepare(self, cache: Path) -> str:
        """See `Peer.prepare`."""
        debian_packages(cache / self.name, ("nginx", "libnginx-mod-nchan"))
        return debian_versions(cache / self.name)

    def launch(self, cache: Path, home: Path, port: int, wishes: Wishes) -> Launch:
        """See `Peer.launch`."""
        root = cache / self.name / "root"
        files = os.sysconf("SC_OPEN_MAX")
        is_root = os.geteuid() == 0
        settings = SETTINGS.format(
            root=root,
            home=home,
            port=port,
            files=files,
            user="user root;" if is_root else "",
            history=max(wishes.history, HISTORY),
        )
        (home / "nginx.conf").write_text(settings, "utf-8")
        space = ["unshare", "--mount"] if is_root else ["unshare", "--mount", "--map-root-user"]
        return Launch([*space, "sh", "-c", START, root / "usr/sbin/nginx", home], dict(os.environ), home)

    def joining(self, channel: str) -> Joining:
        """See `Peer.joining`."""
        return Joining(f"/sub/{channel}")

    def publication(self, channel: str, payload: bytes) -> Post:
        """See `Peer.publication`."""
        return Post(f"/pub/{channel}", payload)

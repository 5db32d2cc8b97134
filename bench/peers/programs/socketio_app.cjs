// A Socket.IO server: `join` enters a room, POST /pub/<room> emits to it.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    io.to(request.url.slice("/pub/".length)).emit("message", Buffer.concat(parts).toString());
    response.setHeader("content-length", 2);
    response.end("ok");
  });
});
http.keepAliveTimeout = 3600000;
const io = new Server({ pingInterval: 3600000, serveClient: false });
io.attach(http, { path: "/socket.io/" });
io.on("connection", (socket) => {
  socket.on("join", (room) => {
    socket.join(room);
    socket.emit("joined");
  });
});
http.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });

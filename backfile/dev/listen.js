// Shared by all tabs: one stream of events, passed on to every page.
const ports = new Set();

new EventSource("/_backfile/events").onmessage = (event) => {
  for (const port of ports) port.postMessage(event.data);
};

addEventListener("connect", ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  port.start();
});

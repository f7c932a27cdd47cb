// The talk with the server: one question at a time. While an answer is awaited we only remember that something moved; when it is drawn, the newest state is asked.
// A full answer may be overtaken: the server then stops making it. No answer is thrown away for being older than the hand.

export const WAITS = [300, 600, 1500, 3000, 5000];

export function decode(buffer) {
  const view = new DataView(buffer);
  const size = view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const series = {};
  let at = 4 + size;
  for (const [name, count] of head.layout) {
    series[name] = new Float32Array(buffer, at, count);
    at += 4 * count;
  }
  return { ...head, id: view.getUint32(at, true), series };
}

export class Talk {
  // `on` holds answer(answer, question), refused(message), open(), lost(times), busy(size or null).
  constructor(address, on) {
    Object.assign(this, { address, on, id: 0, flying: null, next: null, tries: 0 });
    this.connect();
  }

  connect() {
    this.socket = new WebSocket(this.address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.tries = 0;
      this.on.open();
      this.next = this.next ?? this.flying;
      this.flying = null;
      this.send();
    };
    this.socket.onmessage = (event) => this.hear(event.data);
    this.socket.onclose = () => {
      this.on.lost(this.tries);
      setTimeout(() => this.connect(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
    };
  }

  ask(question) {
    this.next = question;
    if (!this.flying || this.flying.size === "full") this.send();
  }

  send() {
    if (!this.next || this.socket.readyState !== WebSocket.OPEN) return;
    this.flying = { ...this.next, id: (this.id = (this.id + 1) % 2 ** 31) };
    this.next = null;
    this.on.busy(this.flying.size);
    this.socket.send(JSON.stringify({ v: 1, ...this.flying }));
  }

  hear(data) {
    const message = typeof data === "string" ? JSON.parse(data) : decode(data);
    if (!this.flying || message.id !== this.flying.id) return;
    const question = this.flying;
    this.flying = null;
    if (message.kind === "answer") this.on.answer(message, question);
    else this.on.refused(message);
    if (this.next) this.send();
    else this.on.busy(null);
  }
}

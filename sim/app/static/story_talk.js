// The talk about a lesson: its runs begin when it is opened, progress is told while they last, and a reveal comes for what was predicted.

import { decode, WAITS } from "./talk.js";

export class StoryTalk {
  // `on` holds reveal(message), progress(part), refused(message), open(), lost().
  constructor(address, lesson, on) {
    Object.assign(this, { address, lesson, on, id: 0, wanted: {}, tries: 0, isReady: false });
    this.connect();
  }

  connect() {
    this.socket = new WebSocket(this.address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.tries = 0;
      this.on.open();
      this.send();
    };
    this.socket.onmessage = (event) => this.hear(typeof event.data === "string" ? JSON.parse(event.data) : decode(event.data));
    this.socket.onclose = () => {
      this.on.lost();
      setTimeout(() => this.connect(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
    };
  }

  reveal(step, guesses) {
    if (this.wanted?.step === step) return;
    this.wanted = { step, guesses };
    this.send();
  }

  send() {
    if (!this.wanted || this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ v: 1, id: (this.id = (this.id + 1) % 2 ** 31), lesson: this.lesson, ...this.wanted }));
  }

  // After a reveal the other runs of the lesson go on.
  hear(message) {
    if (message.id !== this.id && message.id !== 0) return;
    if (message.kind === "progress") return this.on.progress(message.part);
    this.wanted = null;
    if (message.kind === "ready") this.isReady = true;
    else if (message.kind === "reveal") this.on.reveal(message);
    else return this.on.refused(message);
    this.on.progress(1);
    if (this.isReady) return;
    this.wanted = {};
    this.send();
  }
}

/** What a test has a PBX do wrong. */
export class Troubles {
  /** How long each answer takes, in ms of its clock. */
  slow = 0;
  /** It answers as a PBX that is just starting. */
  isStarting = false;
  /** It takes what is sent on its sockets and says nothing, as one whose network cable is out. */
  isMute = false;
  /** The number with which the next heartbeat or subscription is refused; 0: none. */
  refuseNext = 0;
  /** How many requests it keeps waiting for an answer. */
  held = 0;

  takeRefusal(): number {
    const taken = this.refuseNext;
    this.refuseNext = 0;
    return taken;
  }
}

const beatMs = 500
/**
 * Beats in a row without an answer, after which somebody may be hung: five seconds. A slow machine that does much else
 * kept a healthy worker from answering for more than two, while it hashed a password.
 */
const allowedSilence = 10

/**
 * Asks at intervals whether somebody is still there. Counts beats, not time: a page that sleeps asks nothing. Where the
 * machine is slow all answer late. So after a silence the host is asked, and an answer that came by then still counts.
 */
export class Heartbeat {
  readonly #ask: (id: number) => void
  readonly #isHostAlive: () => Promise<boolean>
  readonly #onSilence: (hostIsAlive: boolean) => void
  #timer: ReturnType<typeof setInterval> | undefined
  #sent = 0
  #answered = 0
  #stopped = false

  constructor(
    ask: (id: number) => void,
    isHostAlive: () => Promise<boolean>,
    onSilence: (hostIsAlive: boolean) => void,
  ) {
    this.#ask = ask
    this.#isHostAlive = isHostAlive
    this.#onSilence = onSilence
    this.#start()
  }

  answered(id: number): void {
    this.#answered = id
  }

  stop(): void {
    this.#stopped = true
    clearInterval(this.#timer)
  }

  #start(): void {
    this.#timer = setInterval(() => this.#beat(), beatMs)
  }

  #beat(): void {
    if (this.#isSilent()) return void this.#doubt()
    this.#sent += 1
    this.#ask(this.#sent)
  }

  async #doubt(): Promise<void> {
    clearInterval(this.#timer)
    const hostIsAlive = await this.#isHostAlive()
    if (!hostIsAlive || this.#isSilent()) this.#onSilence(hostIsAlive)
    else if (!this.#stopped) this.#start()
  }

  #isSilent(): boolean {
    return this.#sent - this.#answered >= allowedSilence
  }
}

import type { Call, Memory } from './calls'

/** What to play: `sound` null when the server has no voice now. */
export interface Spoken {
  readonly sound: ArrayBuffer | null
  readonly times: number
}

/** What the announcer needs of its surroundings. */
export interface Surroundings {
  /** Asks for the sound of a call; 'over' when it is not to be spoken, 'away' when the server cannot be asked. */
  readonly hear: (call: Call) => Promise<Spoken | 'over' | 'away'>
  /** Plays it to its end; false when nobody could hear a voice. */
  readonly play: (spoken: Spoken) => Promise<boolean>
  /** Tells that the announcement is over. */
  readonly report: (call: Call, heard: boolean) => Promise<void>
  readonly memory: Memory
  readonly wait: (ms: number) => Promise<void>
  /** Milliseconds that only go forward. */
  readonly now: () => number
}

export interface Announcer {
  /** These calls stand on the room's list now: new ones are queued, those that are gone are not spoken any more. */
  readonly offer: (roomId: string, calls: readonly Call[]) => void
  readonly close: () => void
}

interface Queued {
  readonly call: Call
  readonly since: number
  spoken: Promise<Spoken | 'over' | 'away'>
}

const AGAIN_MS = 1000
/** A call that could not be fetched for so long is old: it is shown and not spoken. */
const LONGEST_MS = 60_000

/** Speaks calls one after the other, each once, in the order in which they were made. */
export function createAnnouncer(around: Surroundings): Announcer {
  let queue: Queued[] = []
  let speaking = false
  let closed = false

  /** The sound of a queued call, asked for again while the server is away. */
  const fetched = async (queued: Queued): Promise<Spoken | 'over'> => {
    for (;;) {
      const spoken = await queued.spoken
      if (spoken !== 'away') return spoken
      const gone = closed || !queue.includes(queued) || around.now() - queued.since > LONGEST_MS
      if (gone) return 'over'
      await around.wait(AGAIN_MS)
      queued.spoken = around.hear(queued.call)
    }
  }
  const speak = async () => {
    if (speaking) return
    speaking = true
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const spoken = await fetched(next)
      if (closed) return // what was not begun is for whoever opens the screen next
      const wanted = queue.includes(next)
      queue = queue.filter((queued) => queued !== next)
      // Before it is heard: a screen that is switched off in the middle does not say it all again.
      around.memory.add(next.call.id)
      if (spoken === 'over' || !wanted) continue
      const heard = await around.play(spoken)
      await around.report(next.call, heard)
    }
    speaking = false
  }
  return {
    offer: (roomId, calls) => {
      const standing = new Set(calls.map((call) => call.id))
      queue = queue.filter(({ call }) => call.roomId !== roomId || standing.has(call.id))
      const fresh = calls.filter(({ id }) => !around.memory.has(id) && !queue.some(({ call }) => call.id === id))
      // Asked for at once, so that it is here when its turn comes.
      queue.push(...fresh.map((call) => ({ call, since: around.now(), spoken: around.hear(call) })))
      void speak()
    },
    close: () => {
      closed = true
      queue = []
    },
  }
}

/** `blocked`: the browser wants somebody to touch the page before it makes a sound. */
export type SoundState = 'on' | 'blocked'

export interface Player {
  readonly getState: () => SoundState
  readonly onChange: (listener: () => void) => () => void
  /** To be called in the handler of a touch or a key. */
  readonly unblock: () => void
  /** Plays a chime and then `sound`, `times` over; false when no voice could be heard. */
  readonly play: (sound: ArrayBuffer | null, times: number) => Promise<boolean>
  readonly close: () => void
}

const CHIME = [
  { hertz: 659.3, at: 0 },
  { hertz: 523.3, at: 0.45 },
] as const
const CHIME_SECONDS = 1.3
const BETWEEN_MS = 600
/** How long a call that cannot be heard stands before the next: the time to read it. */
const READING_MS = 8000

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Two tones that fade away, as a door bell. */
function chime(context: AudioContext): AudioBuffer {
  const buffer = context.createBuffer(1, Math.ceil(CHIME_SECONDS * context.sampleRate), context.sampleRate)
  const samples = buffer.getChannelData(0)
  for (const { hertz, at } of CHIME) {
    const first = Math.floor(at * context.sampleRate)
    for (let i = first; i < samples.length; i += 1) {
      const t = (i - first) / context.sampleRate
      const attack = Math.min(1, t / 0.01)
      samples[i] = (samples[i] ?? 0) + 0.35 * attack * Math.exp(-4 * t) * Math.sin(2 * Math.PI * hertz * t)
    }
  }
  return buffer
}

/** Plays a buffer to its end. A sound card that has gone must not stop the screen: it goes on when the time is over. */
async function playBuffer(context: AudioContext, buffer: AudioBuffer): Promise<void> {
  const source = context.createBufferSource()
  source.buffer = buffer
  source.connect(context.destination)
  const ended = new Promise<void>((resolve) => {
    source.addEventListener('ended', () => resolve())
  })
  source.start()
  await Promise.race([ended, pause(buffer.duration * 1000 + 2000)])
  source.disconnect()
}

/** The page's loudspeaker. */
export function createPlayer(): Player {
  const context = new AudioContext()
  const bell = chime(context)
  const listeners = new Set<() => void>()
  const state = (): SoundState => (context.state === 'running' ? 'on' : 'blocked')
  const changed = () => listeners.forEach((listener) => listener())
  context.addEventListener('statechange', changed)
  // Without leave this promise stays open until there is a touch, and fails when the page is left before.
  const unblock = () => void context.resume().then(changed, changed)
  unblock()
  return {
    getState: state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    unblock,
    play: async (sound, times) => {
      if (state() === 'blocked') {
        await pause(READING_MS)
        return false
      }
      const voice = sound === null ? null : await context.decodeAudioData(sound.slice(0)).catch(() => null)
      await playBuffer(context, bell)
      if (voice === null) {
        await pause(READING_MS - CHIME_SECONDS * 1000)
        return false
      }
      for (let i = 0; i < times; i += 1) {
        if (i > 0) await pause(BETWEEN_MS)
        await playBuffer(context, voice)
      }
      return true
    },
    close: () => {
      listeners.clear()
      void context.close()
    },
  }
}

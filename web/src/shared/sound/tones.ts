import { type Loudness, PATTERNS } from './pattern'

const HARMONICS = new Float32Array([0, 1, 0.6, 0.4, 0.3, 0.2])
const VOLUME = 0.3
const EDGE = 0.2

/** Plays a burst on `context`; each pulse swells and fades over a fifth of its length. */
export function play(context: AudioContext, loudness: Loudness): void {
  const { pulses, hertz } = PATTERNS[loudness]
  const wave = context.createPeriodicWave(new Float32Array(HARMONICS.length), HARMONICS)
  const now = context.currentTime + 0.02
  for (const { at, lasts } of pulses) {
    const tone = context.createOscillator()
    const loud = context.createGain()
    tone.setPeriodicWave(wave)
    tone.frequency.value = hertz
    const from = now + at
    loud.gain.setValueAtTime(0, from)
    loud.gain.linearRampToValueAtTime(VOLUME, from + lasts * EDGE)
    loud.gain.setValueAtTime(VOLUME, from + lasts * (1 - EDGE))
    loud.gain.linearRampToValueAtTime(0, from + lasts)
    tone.connect(loud).connect(context.destination)
    tone.start(from)
    tone.stop(from + lasts)
  }
}

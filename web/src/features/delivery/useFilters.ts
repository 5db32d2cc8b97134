import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { recall, remember } from '@/shared/ui/stored'

const PERSON = ['delivery', 'person'] as const
const CHANNEL = 'delivery.channel'

export interface Filters {
  readonly person: string
  readonly channel: string
}

export interface FilterChoice extends Filters {
  readonly setPerson: (text: string) => void
  readonly setChannel: (text: string) => void
}

/** The filters. This browser remembers the channel; a person's name only lasts as long as the page is open. */
export function useFilters(): FilterChoice {
  const queries = useQueryClient()
  // Names are personal data and must not be written to a shared workstation's disk.
  const person = useQuery<string>({ queryKey: PERSON, queryFn: skipToken, gcTime: Infinity, staleTime: Infinity })
  const [channel, setChannel] = useState(() => recall(CHANNEL) ?? '')
  return {
    person: person.data ?? '',
    channel,
    setPerson: (text) => queries.setQueryData(PERSON, text),
    setChannel: (text) => {
      setChannel(text)
      remember(CHANNEL, text.trim())
    },
  }
}

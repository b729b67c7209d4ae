import { type Html, html } from './html.ts'

/** Line drawings of 20 by 20. Each stands beside words, so none says anything to a screen reader. */
const paths = {
  wrong: 'M10 6.5v4.2M10 13.6v.1M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
  right: 'M6.4 10.4l2.4 2.4l4.8-5.2M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
  done: 'M4.5 10.5l3.5 3.5l7.5-8',
  key: 'M13 3.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7M10.4 9.6L3.5 16.5M5 15l1.8 1.8M7.4 12.6l1.6 1.6',
  info: 'M10 9.4v4.2M10 6.5v.1M10 2.5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15',
  warning:
    'M10 8v3.4M10 14v.1M8.7 3.4L2.3 14.6a1.5 1.5 0 0 0 1.3 2.2h12.8a1.5 1.5 0 0 0 1.3-2.2L11.3 3.4a1.5 1.5 0 0 0-2.6 0',
  at: 'M13.2 10a3.2 3.2 0 1 1-6.4 0a3.2 3.2 0 0 1 6.4 0M13.2 6.8v4.4a2.1 2.1 0 0 0 4.2 0V10a7.4 7.4 0 1 0-3 6',
  go: 'M4 10h12M11 5l5 5l-5 5',
  lasting: 'M15.8 7.2A6.5 6.5 0 1 0 16.5 10M16.4 3.4v3.9h-3.9M10 6.6V10l2.4 1.6',
  menu: 'M3 6h14M3 10h14M3 14h14',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11M13 13l4 4',
  computer: 'M3.5 4.5h13v8.5h-13zM7 16.5h6M10 13v3.5',
  phone: 'M6.5 2.5h7a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1M9 14.8h2',
  previous: 'M12 4.5L6.5 10l5.5 5.5',
  next: 'M8 4.5l5.5 5.5L8 15.5',
} as const

export type IconName = keyof typeof paths

export const icon = (name: IconName): Html =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="${paths[name]}"/></svg>`

import type { Migration } from './migration.ts'

export const forPeople: Migration = {
  id: '0002-for-people',
  steps: [
    {
      extend: 'accounts',
      columns: {
        vouchedEmailKey: 'text?',
      },
    },
    {
      create: 'handles',
      columns: {
        applicationId: 'text',
        accountId: 'text',
        handle: 'text',
        handleKey: 'text',
        createdAt: 'time',
      },
      unique: [['applicationId', 'handleKey']],
      index: [['accountId']],
    },
    {
      create: 'subjects',
      columns: {
        applicationId: 'text',
        accountId: 'text',
        mode: 'text',
        subject: 'text?',
        subjectHash: 'text',
        createdAt: 'time',
      },
      unique: [['subjectHash', 'applicationId']],
      index: [['accountId'], ['applicationId']],
    },
    { create: 'avatars', columns: { type: 'text', bytes: 'bytes', token: 'text', createdAt: 'time' } },
    { extend: 'accounts', columns: { awaitingSince: 'time?', usernameMadeUp: 'flag?' } },
    { extend: 'tombstones', columns: { reservedUntil: 'time?' }, index: [['reservedUntil']] },
    {
      create: 'invitations',
      columns: {
        secretHash: 'text',
        note: 'text',
        groupIds: 'json',
        email: 'text?',
        mailed: 'flag',
        uses: 'int',
        used: 'int',
        createdBy: 'text?',
        createdAt: 'time',
        expiresAt: 'time',
      },
      unique: [['secretHash']],
      index: [['expiresAt']],
    },
  ],
}

/** A pooler in transaction mode between us and the server: everything works, and says so when it is slower. */
import { setTimeout as sleep } from 'node:timers/promises';
import { OutcomeWaiter, type Log } from '@result-links/delivery';
import { Client } from 'pg';
import {
  acceptInput,
  finishInput,
  only,
  realClock,
  resultOf,
  until,
} from '@result-links/delivery/testing';
import { openDatabase } from '../engine/open-database.js';
import { createPersistence, type Persistence } from '../persistence.js';
import { openTestBed, type TestBed } from '../testing/test-bed.js';
import { startTransactionPooler, type TransactionPooler } from '../testing/transaction-pooler.js';

describe.each(['tracked', 'naive'] as const)(
  'behind a pooler in transaction mode, prepared statements %s',
  (prepared) => {
    let bed: TestBed;
    let pooler: TransactionPooler;
    let warnings: string[];
    let pooled: Persistence;

    const open = async (directUrl?: string) => {
      const heard: string[] = [];
      const log: Log = {
        info: () => undefined,
        warn: (_fields, text) => void heard.push(text),
        error: () => undefined,
      };
      const db = await openDatabase({
        ...{ databaseUrl: pooler.url, dataDir: bed.dataDir, log },
        ...(directUrl !== undefined && { directUrl }),
      });
      const persistence = createPersistence(db, { log });
      await persistence.ready();
      return { persistence, warnings: heard };
    };

    beforeAll(async () => {
      bed = await openTestBed('postgres');
      pooler = await startTransactionPooler(bed.databaseUrl as string, { prepared });
      ({ persistence: pooled, warnings } = await open());
    }, 60_000);
    afterAll(async () => {
      await pooled?.close();
      await pooler?.close();
      await bed?.close();
    }, 60_000);

    it('accepts and delivers, many at a time', async () => {
      const accepted = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          pooled.deliveries.accept(acceptInput({ candidate: `c${n}` })),
        ),
      );
      expect(new Set(accepted.map(({ delivery }) => delivery.id)).size).toBe(60);
      for (let left = 60; left > 0;) {
        const started = await pooled.work.startAttempts('w', 10);
        await Promise.all(
          started.map((one) => pooled.work.finishAttempt(finishInput(one, resultOf('delivered')))),
        );
        left -= started.length;
      }
      expect(await pooled.deliveries.countByState('account-1')).toMatchObject({ delivered: 60 });
      expect(pooler.opened()).toBeGreaterThan(1);
    }, 60_000);

    it('says once that no notifications arrive', async () => {
      await until(() => warnings.some((text) => text.includes('DATABASE_DIRECT_URL')));
      expect(pooled.isHearing()).toBe(false);
      expect(warnings.filter((text) => text.includes('DATABASE_DIRECT_URL'))).toHaveLength(1);
      const aboutStatements = warnings.filter((text) => text.includes('prepared statements'));
      expect(aboutStatements).toHaveLength(prepared === 'naive' ? 1 : 0);
    }, 30_000);

    it('answers a caller who waits soon after another process has the outcome', async () => {
      const waiter = new OutcomeWaiter(pooled.deliveries, pooled.events, realClock);
      const { delivery } = await pooled.deliveries.accept(acceptInput({ candidate: 'waits' }));
      const waiting = waiter.wait(delivery, 60_000);
      const started = only(await bed.work.startAttempts('w', 1));
      await sleep(300);
      await bed.work.finishAttempt(finishInput(started, resultOf('delivered')));
      const endedAt = performance.now();
      expect((await waiting).state).toBe('delivered');
      // 500 ms and a look; without polling it took 10 s.
      expect(performance.now() - endedAt).toBeLessThan(3_000);
      waiter.close();
    }, 30_000);

    it('hears of work and of changed accounts in other processes', async () => {
      const told = { work: 0, accounts: 0 };
      const ends = [
        pooled.events.onWork(() => (told.work += 1)),
        pooled.events.onAccounts(() => (told.accounts += 1)),
      ];
      await until(() => told.work > 0 && told.accounts > 0);
      ends.forEach((end) => end());
    }, 30_000);

    it('leaves no setting behind for the next client of a server connection', async () => {
      const client = new Client({ connectionString: pooler.url });
      await client.connect();
      for (let n = 0; n < 6; n += 1) {
        const { rows } = await client.query(
          `select name from pg_settings where source = 'session' and name <> 'application_name'
             and name not in ('client_encoding', 'DateStyle', 'TimeZone')`,
        );
        expect(rows).toEqual([]);
      }
      await client.end();
    });

    it('hears notifications through a direct connection', async () => {
      const direct = await open(bed.databaseUrl);
      try {
        await until(() => direct.persistence.isHearing());
        const ids: (string | null)[] = [];
        direct.persistence.events.subscribe((id) => ids.push(id));
        const { delivery } = await bed.deliveries.accept(acceptInput({ candidate: 'heard' }));
        const started = only(await bed.work.startAttempts('w', 1));
        await bed.work.finishAttempt(finishInput(started, resultOf('delivered')));
        await until(() => ids.includes(delivery.id));
        expect(direct.warnings.filter((text) => text.includes('DIRECT'))).toEqual([]);
      } finally {
        await direct.persistence.close();
      }
    }, 30_000);
  },
);

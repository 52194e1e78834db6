import { setTimeout as sleep } from 'node:timers/promises';
import { acceptInput, resultOf } from '../inputs.js';
import { listen, until } from '../real-time.js';
import { stepsOn, type StoreBed } from './bed.js';

/** `DeliveryEvents`. */
export function eventSpecs(bed: () => StoreBed): void {
  const { accept, end, endOne, startOne } = stepsOn(bed);

  it('tell of accepted work and of what an attempt came to, not of its beginning', async () => {
    const heard = listen((await bed().replica()).events);
    const { id } = await accept();
    await until(() => heard.work === 1);
    expect(heard.deliveries).toEqual([]);

    const started = await startOne();
    await sleep(50);
    expect(heard.deliveries).toEqual([]);
    await end(started, resultOf('delivered'));
    await until(() => heard.deliveries.length === 1 && heard.work === 2);
    expect(heard.deliveries).toEqual([id]);
    heard.stop();
  });

  it('tell of a move by hand', async () => {
    const { id } = await accept();
    const heard = listen((await bed().replica()).events);
    await bed().deliveries.move('account-1', id, ['queued'], 'cancelled', 'test');
    await until(() => heard.deliveries.length === 1);
    await bed().deliveries.move('account-1', id, ['cancelled'], 'queued', 'test');
    await until(() => heard.deliveries.length === 2 && heard.work === 1);
    expect(heard.deliveries).toEqual([id, id]);
    heard.stop();
  });

  it('tell that many have changed when an integration is parked or released', async () => {
    await accept();
    const heard = listen((await bed().replica()).events);
    await endOne(resultOf('integration_broken'));
    await until(() => heard.deliveries.includes(null));
    const { work } = heard;
    await bed().integrations.releaseIntegration('account-1', 'sandbox:a');
    await until(() => heard.work > work);
    heard.stop();
  });

  it('tell nothing after the subscription, and to the others when a listener throws', async () => {
    const { events } = await bed().replica();
    const [heard, ended] = [listen(events), listen(events)];
    ended.stop();
    const stop = events.onWork(() => {
      throw new Error('a listener’s own trouble');
    });
    const later = listen(events);
    await bed().deliveries.accept(acceptInput());
    await until(() => heard.work === 1 && later.work === 1);
    expect(ended.work).toBe(0);
    stop();
    heard.stop();
    later.stop();
  });
}

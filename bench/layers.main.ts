/** Measures what each layer of the gateway costs: CPU time, promises, calls. No targets. */
import { buildGateway } from './lib/gateway.ts';
import { layersDetail, layersTable } from './lib/layers-report.ts';
import { measureLayers } from './lib/layers.ts';
import type { LayersCourse } from './lib/layers.ts';
import { startNginx } from './lib/nginx.ts';
import { startNodeUpstream } from './lib/node-upstream.ts';
import { readOptions } from './lib/options.ts';
import { createTemporaryFolder } from './lib/places.ts';
import { conditionsNow, writeResult } from './lib/results.ts';
import { runBench, say } from './lib/say.ts';
import { stopServers } from './lib/server-process.ts';
import { needPrograms } from './lib/system-tools.ts';

const { quick, noBuild } = readOptions();

const course: LayersCourse = {
  processes: quick ? 2 : 5,
  warmUpSeconds: quick ? 2 : 9,
  leadSeconds: quick ? 1 : 2,
  turnSeconds: quick ? 1 : 3,
  connections: 32,
  counted: 20,
};

async function bench(): Promise<boolean> {
  say('Measures what each layer of a request costs: CPU time and promises.');
  needPrograms('wrk', 'nginx');
  buildGateway({ skip: noBuild });
  const conditions = conditionsNow();
  const folder = createTemporaryFolder();
  const am = await startNginx(folder);
  const collector = await startNodeUpstream(folder, 0);
  const costs = await measureLayers({ am, collector, folder }, course);
  say(`\n${layersTable(costs)}\n`);
  say('Medians of the processes; ± is the standard error of what a layer adds.\n');
  const result = { quick, course, layers: layersDetail(costs) };
  say(`Written to ${await writeResult('layers', conditions, result)}`);
  return true;
}

await runBench(bench, stopServers);

/** The room's only public file. */
export { deviceManagementModes, type DeviceManagement, type Settings } from './am.ts';
export type { Fault, FaultEffect } from './control/faults.ts';
export type { DemoControls } from './control/demo-controls.ts';
export type { ServiceAccount } from './control/callers-by-name.ts';
export type { AccessTokenOptions } from './oauth/token-minting.ts';
export type { CastName } from './people/demo-people.ts';
export type { Flavor } from './personality.ts';
export type { SecondFactor } from './session/second-factors.ts';
export type { ReceivedRequest } from './control/received-requests.ts';
export { cast, castOf, deviceIds, personUuids, sandboxPassword } from './people/demo-people.ts';
export { demoEnvironment, expectedEnvironment } from './demo-environment.ts';
export { sandboxProofSecret } from './sign-in/proof-journeys.ts';
export { sandboxEnrolmentSecret } from './sign-in/setup-codes.ts';
export { hotpCode } from './sign-in/hotp.ts';
export { secretMarks } from './devices/secret-marks.ts';
export { startSandbox } from './start-sandbox.ts';
export type { Sandbox, SandboxOptions } from './start-sandbox.ts';

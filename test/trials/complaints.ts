import { afterEach, beforeEach, jest } from '@jest/globals';

/** Returns what clients write to the console in the current test, in place of the console. */
export function useComplaints(): unknown[][] {
  const complaints: unknown[][] = [];
  beforeEach(() => {
    complaints.length = 0;
    for (const method of ['warn', 'error'] as const) {
      jest.spyOn(console, method).mockImplementation((...words) => void complaints.push(words));
    }
  });
  afterEach(() => void jest.restoreAllMocks());
  return complaints;
}

/**
 * The model checker of sessions: runs in random order, each client's part of which is held against a model of the whole log.
 *
 * <pre>
 * InterleavingsTest     thousands of runs; FullSpeedTest: on threads of their own; FailingStepsTest: with steps that throw
 *   PlantedFaultsTest, PlantedDismissalsTest
 *                         rules broken on purpose, so that the checker is seen to notice
 * SimulationRun         one run of a seed: which step comes next; Steps keeps them, Tally counts what they did
 *   Clients               come, go and act: SimulatedClient, as one writes it
 *   WorkloadGenerator     what services publish
 *   Instance              the real lanes and ring, driven by hand; its Parts are where faults are planted (TrappedParts)
 * ReferenceModel        who may have what; ReferenceLog: every entry there ever was
 *   ConnectionChecker     holds all that one connection was told against them: ReplyChecker, Claims, PendingCommands,
 *                         EndChecker
 *   Faults                what was wrong
 * </pre>
 *
 * <p>A run's whole order comes from its seed, so the seed repeats it. docs/explanation/how-it-is-tested.md says how.
 */
@NullMarked
package io.wsgateway.internal.modelcheck;

import org.jspecify.annotations.NullMarked;

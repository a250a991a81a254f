/** A job as a cell shows it: its badge, and below it its clip. */
import { useMemo } from "preact/hooks";
import { Badge } from "../badge/badge";
import { type Host, typed } from "../host";
import type { Component } from "../lib/mount";
import { useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import { Player } from "../player/player";
import {
  type JobModel,
  type JobWidgetFromPython,
  type JobWidgetToPython,
  TERMINAL,
} from "../wire.gen";

type JobHost = Host<JobModel, JobWidgetToPython, JobWidgetFromPython>;

function View({ host }: { host: JobHost }) {
  const state = useMemo(
    () => ({ job: follow(host, "job"), clip: follow(host, "clip") }),
    [host],
  );
  const job = useValue(state.job);
  const clip = useValue(state.clip);
  /** A place is held free for a clip that may still come. */
  const comes = clip || !job || job.state === "ready" || !TERMINAL.has(job.state);
  return (
    <>
      <Badge.View host={typed(host)} />
      {comes && <Player.View host={typed(host)} />}
    </>
  );
}

export const Job: Component<JobModel, JobWidgetToPython, JobWidgetFromPython> = {
  css: Badge.css + Player.css,
  View,
};

/** A job as a cell shows it: its badge, and below it its clip. */
import { Badge } from "../badge/badge";
import { type Host, typed } from "../host";
import type { Component } from "../lib/mount";
import { Player } from "../player/player";
import type { JobModel, JobWidgetFromPython, JobWidgetToPython } from "../wire.gen";

type JobHost = Host<JobModel, JobWidgetToPython, JobWidgetFromPython>;

function View({ host }: { host: JobHost }) {
  return (
    <>
      <Badge.View host={typed(host)} />
      <Player.View host={typed(host)} />
    </>
  );
}

export const Job: Component<JobModel, JobWidgetToPython, JobWidgetFromPython> = {
  css: Badge.css + Player.css,
  View,
};

/** The host as the studio speaks to it. */
import type { Host } from "../host";
import type { StudioFromPython, StudioModel, StudioToPython } from "../wire.gen";

export type StudioHost = Host<StudioModel, StudioToPython, StudioFromPython>;

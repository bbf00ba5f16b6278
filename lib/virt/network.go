package virt

// NetworkUpdateCommandAddLast adds an entry behind the others of a section
// (VIR_NETWORK_UPDATE_COMMAND_ADD_LAST, since 0.10.2). It stands here because the
// generated list takes its name for that of an enum's end.
const NetworkUpdateCommandAddLast NetworkUpdateCommand = 3

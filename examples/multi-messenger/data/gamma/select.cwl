cwlVersion: v1.2
class: CommandLineTool
baseCommand: [awk, "-F,", "NR == 1 || $3 > 1"]
inputs:
  events: {type: File, inputBinding: {position: 1}}
stdout: selected.csv
outputs:
  selected: stdout

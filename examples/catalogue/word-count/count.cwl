cwlVersion: v1.2
class: CommandLineTool
label: Counts the words of a text
requirements:
  InlineJavascriptRequirement: {}
  InitialWorkDirRequirement:
    listing:
      - entryname: text.txt
        entry: $(inputs.text)
baseCommand: [wc, -w, text.txt]
inputs:
  text: string
outputs:
  count:
    type: stdout
stdout: count.txt

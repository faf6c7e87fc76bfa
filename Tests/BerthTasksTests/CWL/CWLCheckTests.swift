import Testing

@testable import BerthTasks

@Suite struct CWLCheckTests {
    @Test func theReasonHasALineAndNoPathOfTheHost() {
        let said = """
            INFO /opt/bin/cwltool 3.3
            INFO Resolved 'b.cwl' to 'file:///state/asked/1/documents/b.cwl'
            ERROR Tool definition failed validation:
            b.cwl:4:1: checking field 'inputs'
            b.cwl:5:9:   Field 'type' references unknown identifier 'strin', tried
                         file:///state/asked/1/documents/b.cwl#strin in /state/asked/1/documents
            """
        let (text, line) = CWLCheck.reason(said, without: "/state/asked/1/documents")
        #expect(
            text == "Tool definition failed validation: b.cwl:4:1: checking field 'inputs' b.cwl:5:9: Field 'type' "
                + "references unknown identifier 'strin', tried b.cwl#strin in ")
        #expect(line == 5)
    }

    @Test func manyLinesAreCutShort() {
        let said = (1...20).map { "line\($0)" }.joined(separator: "\n")
        #expect(CWLCheck.reason(said, without: "/x").text.hasSuffix("line12 …"))
    }
}

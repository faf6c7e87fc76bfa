import BerthDocument
import Testing

@testable import BerthRegistry

struct VOTableTests {
    private func failure(_ text: String) -> RegistryError? {
        do throws(RegistryError) {
            _ = try VOTable(Array(text.utf8), url: "http://reg/tap")
            return nil
        } catch {
            return error
        }
    }

    @Test func rowsAndColumns() throws {
        let table = try VOTable(Array(Recorded.services.utf8), url: "")
        #expect(
            table.columns == [
                "ivoid", "res_title", "standard_id", "access_url", "authenticated_only", "security_method",
            ])
        #expect(table.rows.count == 3)
        #expect(table.rows[0][1] == "Site One <&>")
        #expect(table.rows[0][5] == "")
        #expect(!table.isCut)
    }

    @Test func whatWasCutShortSaysSo() throws {
        let table = try VOTable(Array(Recorded.cut.utf8), url: "")
        #expect(table.isCut)
        #expect(table.rows == [["ivo://site.one/broker"]])
    }

    @Test func rowsOfAnotherLength() throws {
        let text = """
            <VOTABLE><RESOURCE><TABLE><FIELD name="A"/><FIELD name="b"/><DATA><TABLEDATA>
            <TR><TD>1</TD></TR><TR><TD>1</TD><TD>2</TD><TD>3</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
            """
        let table = try VOTable(Array(text.utf8), url: "")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows == [["1", ""], ["1", "2"]])
        let none = "<VOTABLE><RESOURCE><TABLE><FIELD name='A'/></TABLE></RESOURCE></VOTABLE>"
        #expect(try VOTable(Array(none.utf8), url: "").rows.isEmpty)
    }

    /// Short rows of many columns would be filled up with more cells than there is memory.
    @Test func moreCellsThanAreRead() {
        let text =
            "<VOTABLE><RESOURCE><TABLE>" + String(repeating: "<FIELD/>", count: 2000)
            + "<DATA><TABLEDATA>" + String(repeating: "<TR/>", count: 1001)
            + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
        let error = failure(text)
        #expect(error?.code == .tooLarge)
        #expect(error?.message.hasSuffix("more than is read of it: 1001 rows of 2000 columns.") == true)
    }

    @Test func whatTheServiceRefusesIsSaidInItsWords() {
        let error = failure(Recorded.refusal)
        #expect(error?.code == .refused)
        #expect(
            error?.message == "The registry at http://reg/tap refuses the question: Field query: No such field known: "
                + "column 'nope' could not be located in table metadata")
    }

    @Test(arguments: [
        (Recorded.binary, "it sends its table in binary, though it was asked for TABLEDATA"),
        ("<html><p>x</p></html>", "it sends an element html in place of a VOTable"),
        ("<VOTABLE/>", "its VOTable holds nothing"), ("<VOTABLE><RESOURCE/></VOTABLE>", "its VOTable holds no table"),
        ("Not now.", "it sends no XML that can be read"), ("", "it sends no XML that can be read"),
    ])
    func whatIsNoTable(_ text: String, _ what: String) {
        let error = failure(text)
        #expect(error?.code == .broken)
        #expect(error?.message == "The registry at http://reg/tap did not answer as a registry does: \(what).")
    }

    @Test func whatIsTooMuch() {
        let deep = String(repeating: "<VOTABLE>", count: VOTable.limits.depthLevels + 1)
        #expect(failure(deep)?.code == .tooLarge)
    }
}

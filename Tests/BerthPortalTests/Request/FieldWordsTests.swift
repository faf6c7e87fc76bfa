import BerthModel
import Testing

@testable import BerthPortal

struct FieldWordsTests {
    @Test func namesOfTheWireAsWords() throws {
        func label(_ outline: Outline, _ name: String) throws -> String {
            FieldWords.of(outline.name, try #require(outline.fields.first { $0.name == name })).label
        }
        #expect(try label(ObsCoreRow.shape.outline, "obs_collection") == "Obs collection")
        #expect(try label(ObsCoreRow.shape.outline, "dataproduct_type") == "Dataproduct type")
        #expect(try label(JupyterNotebook.shape.outline, "location") == "Address of the notebook")
        #expect(try label(AcceleratedCompute.shape.outline, "memory") == "Memory")
    }
}

import BerthDocument
import BerthModel

/// Writes the XML Schema of the documents of the interface.
///
/// XSD 1.0 cannot let an attribute decide what an element holds, nor let members stand in any order and some of them
/// repeat. So each type is a choice among its members, as often as wanted, and a family holds the members of all of its
/// kinds. The JSON Schemas say what this one cannot.
///
/// Source: XML Schema 1.0.
package enum XSDWriter {
    package static let fileName = "berth.xsd"

    package static func schema() -> String {
        let catalogue = TypeCatalogue(roots: SchemaRoots.all)
        var text = head
        for (name, type) in roots {
            text += "\n  <xs:element name=\"\(name)\" type=\"\(type)\"/>"
        }
        text += "\n"
        for outline in catalogue.shapes {
            text += complexType(outline.name, outline.summary, outline.fields)
        }
        for family in catalogue.families {
            let kinds = family.kinds.map { "\($0.typeName): \($0.kind.uri)" }.joined(separator: "; ")
            text += complexType(
                family.outline.name, family.outline.summary + " Kinds: \(kinds).", allFields(of: family), isFamily: true
            )
        }
        for enumeration in catalogue.enumerations {
            text += simpleType(enumeration.name, enumeration.summary, enumeration.values)
        }
        return text + lists(catalogue) + texts + "</xs:schema>\n"
    }

    /// Root elements and the names of their types.
    static let roots = [
        (XMLRoots.executionRequest, ExecutionRequest.shape.name), (XMLRoots.update, Update.familyName),
        (XMLRoots.offerSetResponse, OfferSetResponse.shape.name), (XMLRoots.session, Session.shape.name),
        (XMLRoots.sessionList, SessionList.shape.name), (XMLRoots.platformList, PlatformList.shape.name),
        (XMLRoots.health, Health.shape.name),
    ]

    private static let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified" version="1.0">
          <xs:annotation>
            <xs:documentation xml:lang="en">
              The documents of the IVOA ExecutionBroker 1.0 as Berth reads and writes them. Made from the shapes in
              Sources/BerthModel by scripts/generate; change them there.

              XML Schema 1.0 cannot say all of it. Members may stand in any order, and only those that are lists may
              repeat; which members a family's element has follows from its attribute kind; members that are not known
              are ignored by the service, and are let in here only from other namespaces; instants, durations, intervals
              and identifiers are texts of the form that their descriptions name.
            </xs:documentation>
          </xs:annotation>

        """

    /// The members of all kinds of a family. Where kinds disagree on the type of a member, it is a text.
    private static func allFields(of family: TypeCatalogue.FamilyEntry) -> [(name: String, type: String, doc: String)] {
        var fields: [(name: String, type: String, doc: String)] = []
        for field in family.kinds.flatMap(\.outline.fields) {
            let type = typeName(field)
            if let index = fields.firstIndex(where: { $0.name == field.name }) {
                if fields[index].type != type { fields[index].type = "xs:string" }
            } else {
                fields.append((field.name, type, documentation(field)))
            }
        }
        return fields
    }

    private static func complexType(_ name: String, _ summary: String, _ fields: [FieldOutline]) -> String {
        let hasKind = fields.contains { $0.name == "kind" }
        return complexType(
            name, summary, fields.filter { $0.name != "kind" }.map { ($0.name, typeName($0), documentation($0)) },
            isFamily: hasKind)
    }

    private static func complexType(
        _ name: String, _ summary: String, _ fields: [(name: String, type: String, doc: String)], isFamily: Bool
    ) -> String {
        var text = "\n  <xs:complexType name=\"\(name)\">\n" + annotation(summary, indent: "    ")
        text += "    <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n"
        if isFamily { text += "      <xs:element name=\"kind\" type=\"xs:string\"/>\n" }
        for field in fields {
            text += "      <xs:element name=\"\(field.name)\" type=\"\(field.type)\">\n"
            text += annotation(field.doc, indent: "        ") + "      </xs:element>\n"
        }
        text += "      <xs:any namespace=\"##other\" processContents=\"lax\"/>\n    </xs:choice>\n"
        if isFamily { text += "    <xs:attribute name=\"kind\" type=\"xs:string\"/>\n" }
        return text + "    <xs:anyAttribute namespace=\"##other\" processContents=\"lax\"/>\n  </xs:complexType>\n"
    }

    private static func simpleType(_ name: String, _ summary: String, _ values: [String]) -> String {
        var text = "\n  <xs:simpleType name=\"\(name)\">\n" + annotation(summary, indent: "    ")
        text += "    <xs:restriction base=\"xs:string\">\n"
        for value in values { text += "      <xs:enumeration value=\"\(Markup.escaped(value))\"/>\n" }
        return text + "    </xs:restriction>\n  </xs:simpleType>\n"
    }

    /// The types of wrapped lists: an element for the list around one for each item.
    private static func lists(_ catalogue: TypeCatalogue) -> String {
        let outlines = catalogue.shapes + catalogue.families.flatMap { $0.kinds.map(\.outline) }
        var seen: Set<String> = []
        var text = ""
        for field in outlines.flatMap(\.fields) {
            guard case .wrapped(let item) = field.xml, case .list(let element) = field.type() else { continue }
            let name = listName(item, element)
            guard seen.insert(name).inserted else { continue }
            text += "\n  <xs:complexType name=\"\(name)\">\n    <xs:sequence>\n"
            text += "      <xs:element name=\"\(item)\" type=\"\(typeName(element))\" minOccurs=\"0\""
            text += " maxOccurs=\"unbounded\"/>\n    </xs:sequence>\n"
            text += "    <xs:anyAttribute namespace=\"##other\" processContents=\"lax\"/>\n  </xs:complexType>\n"
        }
        return text
    }

    private static let texts = """

          <xs:complexType name="NamedTexts">
            <xs:annotation>
              <xs:documentation xml:lang="en">An element for each name, with its text.</xs:documentation>
            </xs:annotation>
            <xs:sequence>
              <xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
            </xs:sequence>
            <xs:anyAttribute processContents="skip"/>
          </xs:complexType>

        """

    private static func listName(_ item: String, _ element: ValueType) -> String {
        let type = typeName(element)
        return "ListOf" + (type.hasPrefix("xs:") ? item.prefix(1).uppercased() + item.dropFirst() : type)
    }

    private static func typeName(_ field: FieldOutline) -> String {
        if case .wrapped(let item) = field.xml, case .list(let element) = field.type() {
            return listName(item, element)
        }
        return typeName(field.type())
    }

    private static func typeName(_ type: ValueType) -> String {
        switch type {
        case .text: "xs:string"
        case .integer: "xs:long"
        case .number: "xs:double"
        case .bool: "xs:boolean"
        case .enumeration(let name, _, _): name
        // Other lists repeat the element.
        case .list(let element): typeName(element)
        case .texts: "NamedTexts"
        case .shape(let outline): outline.name
        case .family(let family): family.name
        case .any: "xs:anyType"
        }
    }

    private static func documentation(_ field: FieldOutline) -> String {
        SchemaDefinitions.description(field, field.type())
    }

    private static func annotation(_ text: String, indent: String) -> String {
        "\(indent)<xs:annotation>\n\(indent)  <xs:documentation xml:lang=\"en\">\(Markup.escaped(text))"
            + "</xs:documentation>\n\(indent)</xs:annotation>\n"
    }
}

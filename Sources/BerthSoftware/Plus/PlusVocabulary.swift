package import BerthDocument
import BerthModel

/// The words of codemeta+; `docs/CODEMETA_PLUS.md` specifies it, `schemas/codemeta-plus.schema.json` is its schema.
package enum PlusVocabulary {
    /// What the members of an executable mean that codemeta does not know.
    package static let vocabulary = "https://www.purl.org/berth/schema/v1.0/codemeta-plus#"
    static let softwareTypes = "https://w3id.org/software-types#"
    package static let schema = "https://www.purl.org/berth/schema/v1.0/codemeta-plus.schema.json"

    /// Where executables stand in a codemeta.json; the first is where they are written.
    static let places = ["targetProduct", "isSourceCodeOf", "hasPart"]

    /// Members by the part that they belong to: what is read, what the schema lists, and what the context defines.
    package static let members: [String: [String]] = [
        "executable": [
            "kind", "name", "description", "location", "digest", "architecture", "entrypoint", "command", "environment",
            "ports", "script", "requirements", "targets", "parameters", "inputs", "outputs", "resources",
        ],
        "variable": ["name", "value"],
        "port": ["port", "protocol", "path"],
        "parameter": ["name", "description", "valueType", "defaultValue", "required"],
        "input": [
            "name", "description", "encodingFormat", "location", "rucio", "s3", "ivoid", "path", "required",
        ],
        "rucio": ["endpoint", "scope", "object", "objectType"],
        "s3": ["endpoint", "bucket", "object"],
        "output": ["name", "description", "encodingFormat", "path", "size"],
        "resources": ["cores", "memory", "storage", "accelerators", "duration"],
        "amount": ["min", "max", "unit"],
        "accelerator": ["model", "min", "max"],
    ]

    /// The context of one executable. It stands in the executable and not at the top of the file, so that the file has
    /// the context that every validator knows, and names no address that a reader would have to fetch.
    package static let context: Document = [
        "@vocab": .text(vocabulary),
        "stypes": .text(softwareTypes),
        "command": ["@id": .text(vocabulary + "command"), "@container": "@list"],
    ]

    /// Kinds that an executable can have, with the type that others know them by.
    static let kinds: [(kind: Kind, type: String)] = [
        (.dockerContainer, "SoftwareImage"),
        (.singularityContainer, "SoftwareImage"),
        (.jupyterNotebook, "NotebookApplication"),
        (.cwlWorkflow, "CommandLineApplication"),
        (.snakemakeWorkflow, "CommandLineApplication"),
        (.wesWorkflow, "CommandLineApplication"),
        (.batchScript, "CommandLineApplication"),
        (.pythonProgram, "CommandLineApplication"),
    ]

    static var kindNames: String { kinds.map(\.kind.name).joined(separator: ", ") }

    /// The kind that a place or a type means where none is written.
    static func kind(ofLocation location: String, types: [String]) -> Kind? {
        let path = location.prefix { $0 != "?" && $0 != "#" }.lowercased()
        let name = path.split(separator: "/").last ?? ""
        if path.hasSuffix(".ipynb") { return .jupyterNotebook }
        if path.hasSuffix(".cwl") { return .cwlWorkflow }
        if name == "snakefile" || path.hasSuffix(".smk") { return .snakemakeWorkflow }
        if path.hasSuffix(".sif") || path.hasPrefix("library://") { return .singularityContainer }
        if path.hasSuffix(".py") { return .pythonProgram }
        if path.hasSuffix(".sh") { return .batchScript }
        return types.contains("SoftwareImage") ? .dockerContainer : nil
    }
}

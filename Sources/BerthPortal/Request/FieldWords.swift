import BerthModel

/// How the form calls the members of a request, where the name on the wire does not say it well enough. Keys are the
/// type and the member of its shape.
struct FieldWords: Sendable {
    var label: String
    var hint: String?
    var example = ""
    /// Behind "More".
    var isRare = false
    var isLong = false

    /// What every component has and no asker fills in, what only answers fill in, and what has a place of its own.
    static let passedOver: Set<String> = [
        "Component.meta", "kind", "meta", "costs", "metrics", "phase", "schedule", "volumes", "uuid",
        "SimpleStorageResource.data", "DockerNetworkPort.external",
    ]

    static func of(_ type: String, _ field: FieldOutline) -> FieldWords {
        known["\(type).\(field.name)"] ?? FieldWords(label: words(of: field.name), isRare: rareTypes.contains(type))
    }

    private static let rareTypes: Set<String> = [
        "IvoaObsCoreItem", "IvoaDataLinkItem", "SkaoReplica", "Checksum", "DockerPlatformSpec",
    ]

    private static let known: [String: FieldWords] = [
        "DockerContainer.image": FieldWords(label: ""),
        "DockerImageSpec.locations": FieldWords(
            label: "Image", hint: "Where the image is; several are tried from top to bottom, one in a line.",
            example: "python:3.12"),
        "DockerImageSpec.digest": FieldWords(label: "Digest", isRare: true),
        "DockerImageSpec.platform": FieldWords(label: "", isRare: true),
        "DockerContainer.command": FieldWords(
            label: "Command", hint: "One word in a line; the image’s own command when empty.",
            example: "python\n-c\nprint(6*7)"),
        "DockerContainer.environment": FieldWords(
            label: "Environment", hint: "NAME=VALUE, one in a line.", example: "LANG=C.UTF-8"),
        "DockerContainer.entrypoint": FieldWords(label: "Entry point", isRare: true),
        "DockerContainer.privileged": FieldWords(label: "Privileged", isRare: true),
        "DockerContainer.network": FieldWords(label: "", isRare: true),
        "DockerNetworkSpec.ports": FieldWords(label: "Port", isRare: true),
        "DockerNetworkPort.internal": FieldWords(label: ""),
        "DockerInternalPort.port": FieldWords(label: "Port inside the container", example: "8888"),
        "DockerNetworkPort.access": FieldWords(label: "List it with the session"),
        "DockerNetworkPort.protocol": FieldWords(label: "Protocol", example: "TCP"),
        "DockerNetworkPort.path": FieldWords(label: "Path of its address", example: "/"),
        "JupyterNotebook.location": FieldWords(
            label: "Address of the notebook", hint: "An .ipynb file.", example: "https://example.org/analysis.ipynb"),
        "SingularityContainer.location": FieldWords(
            label: "Address of the image", example: "https://example.org/image.sif"),
        "CWLWorkflow.location": FieldWords(
            label: "Address of the workflow", example: "https://example.org/workflow.cwl"),
        "CWLWorkflow.inputs": FieldWords(
            label: "Inputs", hint: "NAME=VALUE in YAML, one in a line; data:NAME stands for a piece of data below.",
            example: "threshold=5.0"),
        "SnakemakeWorkflow.location": FieldWords(
            label: "Address of the Snakefile", example: "https://example.org/Snakefile"),
        "WESWorkflow.location": FieldWords(
            label: "Address of the workflow", example: "https://example.org/workflow.cwl"),
        "BatchScript.script": FieldWords(
            label: "Script", hint: "The script itself; its first line may name the interpreter.",
            example: "#!/bin/sh\necho hello", isLong: true),
        "BatchScript.location": FieldWords(
            label: "Address of the script", hint: "In place of the text.", isRare: true),
        "BatchScript.arguments": FieldWords(label: "Arguments", hint: "One in a line."),
        "BatchScript.environment": FieldWords(label: "Environment", hint: "NAME=VALUE, one in a line."),
        "PythonProgram.script": FieldWords(
            label: "Program", hint: "The program itself.", example: "print(6 * 7)", isLong: true),
        "PythonProgram.location": FieldWords(
            label: "Address of the program", hint: "In place of the text.", isRare: true),
        "PythonProgram.arguments": FieldWords(label: "Arguments", hint: "One in a line."),
        "PythonProgram.environment": FieldWords(label: "Environment", hint: "NAME=VALUE, one in a line."),
        "SimpleComputeResource.cores": FieldWords(label: "Cores", hint: "CPU cores."),
        "SimpleComputeResource.memory": FieldWords(label: "Memory", hint: "Main memory."),
        "AcceleratedComputeResource.cores": FieldWords(label: "Cores", hint: "CPU cores."),
        "AcceleratedComputeResource.memory": FieldWords(label: "Memory", hint: "Main memory."),
        "AcceleratedComputeResource.accelerators": FieldWords(label: "Accelerator"),
        "AcceleratedComputeResource.architecture": FieldWords(label: "Architecture", example: "amd64"),
        "AcceleratedComputeResource.features": FieldWords(
            label: "Features",
            hint: "Names that sites give to what their machines have, one in a line; all are needed.",
            example: "avx2"),
        "Accelerator.model": FieldWords(label: "Model", hint: "gpu stands for any.", example: "gpu-a100"),
        "Accelerator.count": FieldWords(label: "How many", hint: "One unless said."),
        "SimpleStorageResource.size": FieldWords(label: "Size", hint: "Room that is made for this run."),
        "SimpleDataResource.location": FieldWords(label: "Address", example: "https://example.org/data/north.fits"),
        "SimpleDataResource.storage": storage, "S3DataResource.storage": storage, "RucioDataResource.storage": storage,
        "IvoaDataResource.storage": storage, "SkaoDataResource.storage": storage,
        "S3DataResource.endpoint": FieldWords(label: "S3 service", example: "https://s3.example.org"),
        "S3DataResource.bucket": FieldWords(label: "Bucket", example: "surveys"),
        "S3DataResource.object": FieldWords(label: "Object", hint: "Its key in the bucket.", example: "north/1.fits"),
        "S3DataResource.template": FieldWords(label: "Template of the address", isRare: true),
        "RucioDataResource.rucio": FieldWords(label: ""),
        "RucioObject.endpoint": FieldWords(label: "Rucio server", example: "https://rucio.example.org"),
        "RucioObject.scope": FieldWords(label: "Scope", example: "survey"),
        "RucioObject.object": FieldWords(
            label: "Name", hint: "The part of scope:name behind the colon.", example: "dr1"),
        "RucioObject.type": FieldWords(label: "What it stands for", isRare: true),
        "IvoaDataResource.ivoa": FieldWords(label: ""), "SkaoDataResource.ivoa": FieldWords(label: "", isRare: true),
        "IvoaObject.ivoid": FieldWords(label: "IVOA identifier", example: "ivo://example.org/surveys?cube-17"),
        "IvoaObject.obscore": FieldWords(label: "", isRare: true),
        "IvoaObject.datalink": FieldWords(label: "", isRare: true),
        "SkaoDataResource.skao": FieldWords(label: ""),
        "SkaoObject.datasize": FieldWords(label: "Size", isRare: true),
        "SimpleVolumeMount.path": FieldWords(
            label: "Path", hint: "Where the program finds it; /volumes/ and its name when empty.", example: "/data"),
        "SimpleVolumeMount.mode": FieldWords(label: "May be written", hint: ""),
        "SimpleVolumeMount.resource": FieldWords(label: "What is mounted", hint: ""),
        "LifecycleStartDurationInterval.start": FieldWords(
            label: "Start",
            hint: "In UTC. With only an earliest start any of the week after it is taken; as soon as "
                + "possible when both are empty."),
        "LifecycleStartDurationInterval.duration": FieldWords(
            label: "For how long", hint: "It is ended after this time.", example: "1 h"),
        "SimpleMinMaxFloat.type": FieldWords(
            label: "In", hint: "The currency or unit as platforms write it.",
            example: "EUR"),
        "SimpleMinMaxFloat.min": FieldWords(label: "At least"),
        "SimpleMinMaxFloat.max": FieldWords(label: "At most"),
        "SimpleMinMaxFloat.description": FieldWords(label: "Why", isRare: true),
    ]

    private static let storage = FieldWords(
        label: "Keep it in", hint: "A storage below; the platform finds room when empty.", isRare: true)

    /// `dataproductType` and `obs_id` as words.
    static func words(of name: String) -> String {
        var text = ""
        for character in name {
            if character == "_" {
                text += " "
            } else if character.isUppercase, text.last?.isLowercase == true {
                text += " " + character.lowercased()
            } else {
                text.append(character)
            }
        }
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>How a request proves who sent it.</summary>
internal enum Proof
{
    /// <summary>The organization's own credential.</summary>
    Right,

    /// <summary>A valid credential of another organization.</summary>
    OfAnother,

    None,

    WrongSecret,

    UnknownId,

    /// <summary>A valid credential of another of the three APIs.</summary>
    OfAnotherApi,

    Malformed,
}

/// <summary>How a body is sent.</summary>
internal enum Framing
{
    Length,

    Chunked,

    /// <summary>Chunks of which one has no valid length.</summary>
    BrokenChunks,

    /// <summary>The connection is closed in the middle of the body.</summary>
    HangUp,
}

/// <summary>A request that mutations change until it is written.</summary>
internal sealed class Draft
{
    public required int Number { get; init; }

    /// <summary>What the request was made for. Mutations may lead it elsewhere.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The organization in the address, and of the credential.</summary>
    public required string Organization { get; init; }

    public required string Method { get; set; }

    /// <summary>The path's segments as sent.</summary>
    public required List<string> Segments { get; init; }

    public required Proof Proof { get; init; }

    /// <summary>Names and values as sent.</summary>
    public List<string> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    public JsonText? Json { get; set; }

    /// <summary>The body, once it is no longer a JSON value.</summary>
    public byte[]? Bytes { get; set; }

    public Framing Framing { get; set; } = Framing.Length;

    public string Version { get; set; } = "HTTP/1.1";

    /// <summary>Null for a request without this header.</summary>
    public string? Host { get; set; } = "localhost";

    /// <summary>Null for the form that the operation takes.</summary>
    public string? ContentType { get; set; }

    /// <summary>The host in front of the functions may answer it, or find no function for it.</summary>
    public bool MayEndAtHost { get; set; }

    /// <summary>What was done to the valid request.</summary>
    public List<string> Mutations { get; } = [];
}

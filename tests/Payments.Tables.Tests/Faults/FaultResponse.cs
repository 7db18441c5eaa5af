using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Payments.Tables.Tests.Faults;

/// <summary>A gateway's response: a status, and nothing else.</summary>
internal sealed class FaultResponse(int status) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => "fault";

    public override Stream? ContentStream { get; set; } = new MemoryStream();

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => false;

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = null;
        return false;
    }
}

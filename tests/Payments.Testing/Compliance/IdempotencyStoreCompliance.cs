using System.Collections.Immutable;
using System.Text;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Testing.Samples;
using Xunit;

namespace Payments.Testing.Compliance;

/// <summary>What every store of requests with idempotency keys must do.</summary>
public abstract class IdempotencyStoreCompliance
{
    protected abstract IIdempotencyStore Store { get; }

    [Fact]
    public async Task A_key_never_sent_has_no_record() =>
        Assert.Null(await Store.FindAsync(Name("k"), default));

    [Fact]
    public async Task A_request_in_progress_is_found_as_stored()
    {
        var name = Name("k");

        var version = await Store.TryAddAsync(name, Request, default);

        Assert.Equal(Request with { Version = version! }, await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task A_key_has_one_first_request()
    {
        var name = Name("k");
        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(
            () => Store.TryAddAsync(name, Request with { Fingerprint = $"{number}" }, default))));

        Assert.Single(got, version => version is not null);
        var winner = Array.FindIndex(got, version => version is not null);
        Assert.Equal($"{winner}", (await Store.FindAsync(name, default))!.Fingerprint);
    }

    [Fact]
    public async Task A_response_is_stored_byte_for_byte()
    {
        var name = Name("k");
        var bytes = new byte[StoredResponse.MaxBodyBytes];
        for (var place = 0; place < bytes.Length; place++) bytes[place] = (byte)(place * 31);
        var headers = ImmutableDictionary<string, string>.Empty.Add("Location", "/v1/ä\"?x").Add("Retry-After", "1");
        var version = await Store.TryAddAsync(name, Request, default);

        Assert.NotNull(await Store.TryReplaceAsync(
            name, Answered(version!, new StoredResponse(422, headers, bytes, Sample.At)), default));

        var found = (await Store.FindAsync(name, default))!;
        Assert.Null(found.RunningSince);
        Assert.Equal(Request.Seed, found.Seed);
        Assert.Equal((422, Sample.At), (found.Response!.Status, found.Response.StoredAt));
        Assert.Equal(Sorted(headers), Sorted(found.Response.Headers));
        Assert.Equal(bytes, found.Response.Body.ToArray());
    }

    [Fact]
    public async Task A_response_without_a_body_is_stored()
    {
        var name = Name("k");
        var version = await Store.TryAddAsync(name, Request, default);

        await Store.TryReplaceAsync(name, Answered(version!, Answer("")), default);

        var found = (await Store.FindAsync(name, default))!.Response!;
        Assert.Equal((201, 0, 0), (found.Status, found.Headers.Count, found.Body.Length));
        Assert.Null(found.StoredAt);
    }

    [Fact]
    public async Task A_record_is_replaced_once_per_version()
    {
        var name = Name("k");
        var version = await Store.TryAddAsync(name, Request, default);

        var second = await Store.TryReplaceAsync(name, Answered(version!, Answer("second")), default);
        var third = await Store.TryReplaceAsync(name, Answered(version!, Answer("third")), default);

        Assert.NotNull(second);
        Assert.Null(third);
        var found = (await Store.FindAsync(name, default))!;
        Assert.Equal((second, "second"), (found.Version, Encoding.UTF8.GetString(found.Response!.Body.Span)));
    }

    [Fact]
    public async Task A_missing_record_is_not_replaced()
    {
        var (name, other) = (Name("k"), Name("other"));
        var version = await Store.TryAddAsync(other, Request, default);

        Assert.Null(await Store.TryReplaceAsync(name, Answered(version!, Answer("x")), default));

        Assert.Null(await Store.FindAsync(name, default));
    }

    [Fact]
    public async Task Keys_of_any_characters_and_organizations_are_separate()
    {
        var organization = $"shop-{Guid.NewGuid():N}";
        var names = Sample.DifficultKeys
            .Select(key => new IdempotencyKeyName(OrganizationId.From(organization), key))
            .Append(new IdempotencyKeyName(OrganizationId.From(organization + "/#?"), Key.From("k")))
            .ToList();
        foreach (var name in names)
        {
            Assert.NotNull(await Store.TryAddAsync(
                name, Request with { Fingerprint = $"{names.IndexOf(name)}" }, default));
        }

        foreach (var name in names)
            Assert.Equal($"{names.IndexOf(name)}", (await Store.FindAsync(name, default))!.Fingerprint);
    }

    private static List<string> Sorted(ImmutableDictionary<string, string> headers) =>
        [.. headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal)];

    private static IdempotencyRecord Request { get; } =
        new("a fingerprint", Guid.Parse("0195a3b4-0000-7000-8000-000000000001"), Sample.At, null);

    private static StoredResponse Answer(string body) =>
        new(201, ImmutableDictionary<string, string>.Empty, Encoding.UTF8.GetBytes(body));

    private static IdempotencyRecord Answered(string version, StoredResponse answer) =>
        Request with { RunningSince = null, Response = answer, Version = version };

    private static IdempotencyKeyName Name(string key) =>
        new(OrganizationId.From($"shop-{Guid.NewGuid():N}"), Key.From(key));
}

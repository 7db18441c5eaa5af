using Payments.Functions.Http;

namespace Payments.Functions.Tests.Http;

/// <summary>
/// A route value, by the address that arrives and the original address that Azure's front end reports.
/// </summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("/demo/refunds/g-1", "/demo/refunds/g-1", "g-1", "g-1")]
    [InlineData("/demo/refunds/g%2F1", "/demo/refunds/g%2F1", "g%2F1", "g/1")]
    [InlineData("/demo/refunds/g%2F1", "/demo/refunds/g%2f1", "g%2F1", "g/1")]
    [InlineData("/demo/refunds/g%2F1", "/demo/refunds/g%252F1", "g%2F1", "g%2F1")]
    [InlineData("/demo/refunds/g%2F1", "/demo/refunds/g%252F1?expand=a%2Fb", "g%2F1", "g%2F1")]
    [InlineData("/demo/refunds/g%2F1%2F2", "/demo/refunds/g%252F1%2F2", "g%2F1%2F2", "g%2F1/2")]
    [InlineData("/demo/refunds/g%252F1", "/demo/refunds/g%25252F1", "g%252F1", "g%252F1")]
    [InlineData("/demo/refunds/%C3%A4%2F1", "/demo/refunds/%C3%A4%2F1", "ä%2F1", "ä/1")]
    [InlineData("/demo/refunds/a+b%2F1", "/demo/refunds/a+b%2F1", "a+b%2F1", "a+b/1")]
    public void A_value_is_decoded_once(string arrived, string sent, string value, string meant) =>
        Assert.Equal(meant, Request(arrived, sent).Sent(2, value));

    [Theory]
    [InlineData("/demo/refunds/g%2F1", "g%2F1", "g/1")]
    [InlineData("/demo/refunds/g%2f1", "g%2f1", "g/1")]
    [InlineData("/demo/refunds/g%25252F1", "g%252F1", "g%252F1")]
    public void A_slash_is_assumed_if_the_original_address_is_missing(string arrived, string value, string meant) =>
        Assert.Equal(meant, Request(arrived, null).Sent(2, value));

    [Theory]
    [InlineData("/demo/refunds/other%252F1")]
    [InlineData("/other/refunds/g%252F1")]
    [InlineData("/demo/x/../refunds/g%252F1")]
    [InlineData("g%252F1")]
    [InlineData("http://elsewhere/demo/refunds/g%252F1")]
    [InlineData("")]
    public void An_original_address_with_another_path_is_ignored(string sent) =>
        Assert.Equal("g/1", Request("/demo/refunds/g%2F1", sent).Sent(2, "g%2F1"));

    [Fact]
    public void Each_value_comes_from_its_own_segment()
    {
        var request = Request(
            "/demo/refunds/g%2F1/identifiers/g%2F1", "/demo/refunds/g%252F1/identifiers/g%2F1");

        Assert.Equal("g%2F1", request.Sent(2, "g%2F1"));
        Assert.Equal("g/1", request.Sent(4, "g%2F1"));
    }

    [Fact]
    public void Query_and_host_are_those_of_the_request() => Assert.Equal(
        "https://payments.example/demo/refunds/g%252F1?limit=1",
        SentAddress.Read(new FakeRequest(Stream.Null)
        {
            Address = "/demo/refunds/g%2F1?limit=1",
            Headers = { { SentAddress.Header, "/demo/refunds/g%252F1?limit=2" } },
        }).ToString());

    private static FakeRequest Request(string arrived, string? sent)
    {
        var request = new FakeRequest(Stream.Null) { Address = arrived };
        if (sent is not null) request.Headers.TryAddWithoutValidation(SentAddress.Header, sent);
        return request;
    }
}

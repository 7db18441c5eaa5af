using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

public sealed class TokenScriptTests
{
    private static readonly Money Ten = Shop.Dollars(10);

    private readonly Shop _shop = new();

    [Theory]
    [InlineData("tok-decline-avs", "avs")]
    [InlineData("tok-decline-cvv", "cvv")]
    [InlineData("tok-decline-duplicate", "duplicate")]
    [InlineData("tok-decline-expired", "expired")]
    [InlineData("tok-decline-fraud", "fraud")]
    [InlineData("tok-decline-insufficient_funds", "insufficient_funds")]
    [InlineData("tok-decline-invalid_number", "invalid_number")]
    [InlineData("tok-decline-not_supported", "not_supported")]
    [InlineData("tok-decline-unknown", "unknown")]
    [InlineData("tok-decline-insuficient_funds", "unknown")]
    public async Task An_authorization_is_declined_with_the_code_in_its_token(string token, string code)
    {
        var declined = Assert.IsType<ProcessorResponse.Declined>(await _shop.AuthorizeAsync(Ten, token));
        Assert.Equal(code, declined.Decline.Code);
        Assert.NotEmpty(declined.Decline.Message);
    }

    [Theory]
    [InlineData("tok-any")]
    [InlineData("F96kXoYVBbdHQSGP9Va5YXZ8t9aX6")]
    [InlineData("")]
    public async Task Any_other_token_approves_everything_and_is_not_stored(string token)
    {
        var capture = await _shop.CapturedAsync(Ten, token);
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.RefundOf(capture, Ten)));
        Assert.All((await _shop.StatementAsync()).Operations, operation => Assert.Null(operation.Scenario));
    }

    [Fact]
    public async Task A_capture_is_declined_if_its_token_says_so()
    {
        var authorization = await AuthorizedAsync("tok-capture-decline");
        var declined = await _shop.CallAsync(_shop.CaptureOf(authorization, Ten));
        Assert.Equal(
            new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "Declined")), declined);
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Captured);
    }

    [Fact]
    public async Task A_release_times_out_after_success_if_its_token_says_so()
    {
        var authorization = await AuthorizedAsync("tok-release-timeout");
        var release = new ReleaseFunds(Shop.Organization, "release-1", Ten, authorization);

        Assert.IsType<ProcessorResponse.Unknown>(await _shop.CallAsync(release));
        Assert.IsType<ProcessorResponse.Declined>(await _shop.CallAsync(_shop.CaptureOf(authorization, Ten)));
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(release));
    }

    [Fact]
    public async Task A_capture_times_out_after_success_if_its_token_says_so()
    {
        var capture = _shop.CaptureOf(await AuthorizedAsync("tok-capture-timeout"), Ten);

        Assert.IsType<ProcessorResponse.Unknown>(await _shop.CallAsync(capture));
        Assert.Equal(Ten, (await _shop.DollarsMovedAsync()).Captured);

        var approved = Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(capture));
        Assert.Equal(Ten, (await _shop.DollarsMovedAsync()).Captured);
        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(_shop.RefundOf(approved.Reference, Ten)));
    }

    [Theory]
    [InlineData("tok-refund-decline", "006", "Declined", false)]
    [InlineData("tok-refund-decline-permanent", "030", "Account closed", true)]
    public async Task Every_refund_is_declined_if_its_token_says_so(
        string token, string code, string message, bool permanent)
    {
        var capture = await _shop.CapturedAsync(Ten, token);
        var declined = new ProcessorResponse.Declined(
            new Decline(ResponseCodes.ToReason(code), code, message, permanent));
        Assert.Equal(declined, await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(4))));
        Assert.Equal(declined, await _shop.CallAsync(_shop.RefundOf(capture, Shop.Dollars(5))));
        Assert.Equal(Shop.Dollars(0), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_refund_times_out_after_success_if_its_token_says_so()
    {
        var refund = _shop.RefundOf(await _shop.CapturedAsync(Ten, "tok-refund-timeout"), Ten);

        Assert.IsType<ProcessorResponse.Unknown>(await _shop.CallAsync(refund));
        Assert.Equal(Ten, (await _shop.DollarsMovedAsync()).Refunded);

        Assert.IsType<ProcessorResponse.Approved>(await _shop.CallAsync(refund));
        Assert.Equal(Ten, (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_refund_takes_three_seconds_if_its_token_says_so()
    {
        var refund = _shop.RefundOf(await _shop.CapturedAsync(Ten, "tok-refund-slow"), Ten);

        var answer = _shop.CallAsync(refund);
        Assert.False(answer.IsCompleted);
        _shop.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.IsType<ProcessorResponse.Approved>(await answer);
    }

    private async Task<string> AuthorizedAsync(string token) =>
        Assert.IsType<ProcessorResponse.Approved>(await _shop.AuthorizeAsync(Ten, token)).Reference;
}
